"""Who calls: OpenID discovery, tokens for applications and people, and how a token is checked."""
