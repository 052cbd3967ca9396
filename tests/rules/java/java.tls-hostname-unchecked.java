package clients;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSession;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.impl.client.HttpClients;

class Names {
    void lambda(HttpsURLConnection connection) {
        // ruleid: java.tls-hostname-unchecked
        connection.setHostnameVerifier((host, session) -> true);
        // ruleid: java.tls-hostname-unchecked
        HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
    }

    void anonymous(HttpsURLConnection connection) {
        connection.setHostnameVerifier(new HostnameVerifier() {
            // ruleid: java.tls-hostname-unchecked
            @Override
            public boolean verify(String host, SSLSession session) {
                return true;
            }
        });
    }

    Object library() {
        // ruleid: java.tls-hostname-unchecked
        return HttpClients.custom().setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE).build();
    }

    void standard(HttpsURLConnection connection) {
        // ok: java.tls-hostname-unchecked
        connection.setHostnameVerifier(HttpsURLConnection.getDefaultHostnameVerifier());
        // ok: java.tls-hostname-unchecked
        connection.setHostnameVerifier((host, session) -> host.equals("api.example"));
    }

    void parameters(javax.net.ssl.SSLParameters parameters) {
        // ok: java.tls-hostname-unchecked
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }

    void settings(java.util.Properties settings) {
        // ruleid: java.tls-hostname-unchecked
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
        // ruleid: java.tls-hostname-unchecked
        settings.put("ssl.endpoint.identification.algorithm", "");
        // ok: java.tls-hostname-unchecked
        settings.put("ssl.endpoint.identification.algorithm", "https");
    }
}

class TypedLambdas {
    void lambdas(HttpsURLConnection connection, HttpClientBuilder clients) {
        // ruleid: java.tls-hostname-unchecked
        connection.setHostnameVerifier((String host, SSLSession session) -> true);
        // ruleid: java.tls-hostname-unchecked
        clients.setSSLHostnameVerifier((host, session) -> true);
        // ok: java.tls-hostname-unchecked
        clients.setSSLHostnameVerifier((host, session) -> "db.internal".equals(host));
    }
}
