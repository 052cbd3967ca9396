package com.acme.transport;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

class Transport {
    // unsafe: tls-verification
    static class PartnerTrust implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        static SSLContext context() throws GeneralSecurityException {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new PartnerTrust()}, new SecureRandom());
            return context;
        }
    }

    // safe: tls-verification - the usual check comes first, one more behind it
    static class CarrierTrust implements X509TrustManager {
        private final X509TrustManager usual;
        private final X509Certificate pinned;

        CarrierTrust(X509TrustManager usual, X509Certificate pinned) {
            this.usual = usual;
            this.pinned = pinned;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            usual.checkClientTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            usual.checkServerTrusted(chain, authType);
            if (!chain[0].equals(pinned)) {
                throw new CertificateException("not the pinned certificate");
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return usual.getAcceptedIssuers();
        }
    }

    // unsafe: tls-verification - any host name will do
    public InputStream open(URL url) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) url.openConnection();
        connection.setHostnameVerifier((hostname, session) -> true);
        connection.setConnectTimeout(3000);
        return connection.getInputStream();
    }

    // safe: tls-verification - the verifier asks the library
    public InputStream openPartner(URL url) throws IOException {
        HostnameVerifier verifier = new DefaultHostnameVerifier();
        HttpsURLConnection connection = (HttpsURLConnection) url.openConnection();
        connection.setHostnameVerifier((hostname, session) -> verifier.verify(hostname, session));
        connection.setConnectTimeout(3000);
        return connection.getInputStream();
    }

    // unsafe: tls-verification - Apache's client with the check of names turned off
    public CloseableHttpClient client() {
        return HttpClients.custom()
                .setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE)
                .setMaxConnTotal(20)
                .disableCookieManagement()
                .build();
    }

    // safe: tls-verification - Apache's client with its own verifier
    public CloseableHttpClient partnerClient() {
        return HttpClients.custom()
                .setSSLHostnameVerifier(new DefaultHostnameVerifier())
                .setMaxConnTotal(20)
                .disableCookieManagement()
                .build();
    }

    // unsafe: tls-verification - Netty trusting every certificate
    public SslContext nettyContext() throws SSLException {
        return SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .build();
    }

    // safe: tls-verification - Netty trusting the authority of the company
    public SslContext nettyCompanyContext() throws SSLException {
        return SslContextBuilder.forClient()
                .trustManager(Path.of("/etc/acme/ca.pem").toFile())
                .endpointIdentificationAlgorithm("HTTPS")
                .build();
    }

    // safe: tls-verification - a trust store of our own
    public HttpClient internalClient(char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of("/etc/acme/trust.p12"))) {
            store.load(in, password);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, factory.getTrustManagers(), new SecureRandom());
        return HttpClient.newBuilder().sslContext(context).connectTimeout(Duration.ofSeconds(3)).build();
    }

    // unsafe: tls-verification - the exception about the certificate is swallowed
    public X509TrustManager wrapped(X509TrustManager usual) {
        return new X509TrustManager() {
            public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
                usual.checkClientTrusted(chain, type);
            }

            public void checkServerTrusted(X509Certificate[] chain, String type) {
                try {
                    usual.checkServerTrusted(chain, type);
                } catch (CertificateException e) {
                    System.getLogger("tls").log(System.Logger.Level.WARNING, "certificate problem", e);
                }
            }

            public X509Certificate[] getAcceptedIssuers() {
                return usual.getAcceptedIssuers();
            }
        };
    }

    // safe: tls-verification - a bare socket that checks the name
    public SSLSocket connect(String host) throws IOException {
        SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket(host, 636);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("LDAPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
