"""Jobs that a provider makes: who may be asked, what is sent, what is awaited, what is paid."""
