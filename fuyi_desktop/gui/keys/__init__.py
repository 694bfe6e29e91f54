"""密钥: fingerprints, rotation, revocation, what is set aside, the safe, and who may open the store."""
