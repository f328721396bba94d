"""What keeps the desk from harm beside its own rules: headers, limits, and silence about secrets."""
