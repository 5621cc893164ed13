"""The only room that speaks Microsoft Graph."""
