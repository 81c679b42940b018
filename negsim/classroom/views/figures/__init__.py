"""Pictures of a debrief."""
