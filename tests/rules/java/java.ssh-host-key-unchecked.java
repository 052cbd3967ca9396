package remote;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.util.Properties;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;

class Remote {
    void open(Session session) {
        // ruleid: java.ssh-host-key-unchecked
        session.setConfig("StrictHostKeyChecking", "no");
        Properties config = new Properties();
        // ruleid: java.ssh-host-key-unchecked
        config.put("StrictHostKeyChecking", "no");
        session.setConfig(config);
    }

    void library(SSHClient client) {
        // ruleid: java.ssh-host-key-unchecked
        client.addHostKeyVerifier(new PromiscuousVerifier());
    }

    void known(JSch jsch, Session session, SSHClient client) throws Exception {
        // ok: java.ssh-host-key-unchecked
        jsch.setKnownHosts("/etc/ssh/known_hosts");
        // ok: java.ssh-host-key-unchecked
        session.setConfig("StrictHostKeyChecking", "yes");
        // ok: java.ssh-host-key-unchecked
        client.loadKnownHosts();
    }
}
