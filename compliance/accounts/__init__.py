"""Who somebody is: logins, second factors, sessions, identity providers, and the proof that a signature needs."""
