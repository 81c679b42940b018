"""Settings of all tests."""

from hypothesis import settings

settings.register_profile("negsim", deadline=None)  # a slow machine is no wrong result
settings.load_profile("negsim")
