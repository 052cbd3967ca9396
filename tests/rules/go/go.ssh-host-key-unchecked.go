package remote

import (
	"net"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

func open(key ssh.Signer) *ssh.ClientConfig {
	return &ssh.ClientConfig{
		User: "deploy",
		Auth: []ssh.AuthMethod{ssh.PublicKeys(key)},
		// ruleid: go.ssh-host-key-unchecked
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	}
}

func later(config *ssh.ClientConfig) {
	// ruleid: go.ssh-host-key-unchecked
	config.HostKeyCallback = ssh.InsecureIgnoreHostKey()
}

func function() *ssh.ClientConfig {
	// ruleid: go.ssh-host-key-unchecked
	return &ssh.ClientConfig{
		User:            "deploy",
		HostKeyCallback: func(host string, remote net.Addr, key ssh.PublicKey) error { return nil },
	}
}

func known() (*ssh.ClientConfig, error) {
	// ok: go.ssh-host-key-unchecked
	check, err := knownhosts.New("/etc/ssh/known_hosts")
	if err != nil {
		return nil, err
	}
	// ok: go.ssh-host-key-unchecked
	return &ssh.ClientConfig{User: "deploy", HostKeyCallback: check}, nil
}

func fixed(key ssh.PublicKey) *ssh.ClientConfig {
	// ok: go.ssh-host-key-unchecked
	return &ssh.ClientConfig{User: "deploy", HostKeyCallback: ssh.FixedHostKey(key)}
}
