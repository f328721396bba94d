"""The evidence behind signatures: documents, seals, attestations, retention, and all of it in one ZIP."""
