package clients;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

class Versions {
    private static final String OLD = "TLSv1.1";

    void old(SSLSocket socket, SSLParameters parameters) throws Exception {
        // ruleid: java.old-tls-version
        SSLContext.getInstance("SSL");
        // ruleid: java.old-tls-version
        SSLContext.getInstance(OLD);
        // ruleid: java.old-tls-version
        socket.setEnabledProtocols(new String[] {"TLSv1", "TLSv1.2"});
        // ruleid: java.old-tls-version
        parameters.setProtocols(new String[] {"SSLv3"});
    }

    void modern(SSLSocket socket, String version) throws Exception {
        // ok: java.old-tls-version
        SSLContext.getInstance("TLSv1.3");
        // ok: java.old-tls-version
        SSLContext.getInstance("TLS");
        // ok: java.old-tls-version
        SSLContext.getInstance(version);
        // ok: java.old-tls-version
        socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    }
}
