"""Language models behind services that the user has named: how they are asked, and what that may cost."""
