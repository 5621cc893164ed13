"""Mail: letters in words, and a folder that takes them where no mailbox is to be used."""
