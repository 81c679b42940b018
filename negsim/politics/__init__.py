"""The equations of domestic politics: lobbying and beliefs. Pure functions."""
