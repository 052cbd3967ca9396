"""What build files of a folder say: kinds of project and commands, read and never run."""
