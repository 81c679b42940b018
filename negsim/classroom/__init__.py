"""The classroom: students negotiate on their phones, computers fill in, the class looks at what it left."""
