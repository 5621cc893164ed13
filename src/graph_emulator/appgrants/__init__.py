"""What single applications were given: a site, a list or a file, each by an explicit grant."""
