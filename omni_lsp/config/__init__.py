"""What people may configure: settings and pipeline files, read once into frozen values, mistakes shown in place."""
