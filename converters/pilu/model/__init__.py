"""The plain frozen types that walk between the stages. Imports nothing else of Pilu."""
