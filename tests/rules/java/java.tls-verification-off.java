package clients;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.http.conn.ssl.TrustAllStrategy;

class Open implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    // ruleid: java.tls-verification-off
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

class Clients {
    TrustManager[] all() {
        return new TrustManager[] {
            new X509TrustManager() {
                public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {}

                // ruleid: java.tls-verification-off
                public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {}

                public X509Certificate[] getAcceptedIssuers() {
                    return null;
                }
            }
        };
    }

    void libraries(SslContextBuilder builder, SSLContextBuilder other) throws Exception {
        // ruleid: java.tls-verification-off
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        // ruleid: java.tls-verification-off
        other.loadTrustMaterial(null, new TrustAllStrategy());
        // ruleid: java.tls-verification-off
        other.loadTrustMaterial(null, (chain, type) -> true);
    }

    TrustManager[] standard(java.security.KeyStore store) throws Exception {
        // ok: java.tls-verification-off
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    void own(SSLContextBuilder other, java.security.KeyStore store) throws Exception {
        // ok: java.tls-verification-off
        other.loadTrustMaterial(store, null);
    }
}

class Pinned implements X509TrustManager {
    // ok: java.tls-verification-off
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        if (!chain[0].equals(expected)) {
            throw new CertificateException("another certificate");
        }
    }

    static class Told implements X509TrustManager {
        // ruleid: java.tls-verification-off
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            log.warn("certificate of {}", kind);
        }
    }

    void mail(java.util.Properties settings) {
        // ruleid: java.tls-verification-off
        settings.put("mail.smtp.ssl.trust", "*");
        // ok: java.tls-verification-off
        settings.put("mail.smtp.ssl.trust", "mail.shop.example");
    }
}

class SelfSigned {
    void contexts(SSLContextBuilder builder) throws Exception {
        // ruleid: java.tls-verification-off
        builder.loadTrustMaterial(null, new TrustSelfSignedStrategy());
        // ok: java.tls-verification-off
        builder.loadTrustMaterial(new File("company.p12"), password);
    }
}
