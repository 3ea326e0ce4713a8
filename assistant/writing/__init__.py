"""写出: a draft as .docx, .xlsx, .md or .json in the office's form."""
