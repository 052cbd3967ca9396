package shop;

import java.net.InetSocketAddress;

class Servers {
    void servers(Server jetty, Undertow.Builder undertow) throws Exception {
        // ruleid: java.all-interfaces
        HttpServer.create(new InetSocketAddress("0.0.0.0", 8080), 0);
        // ruleid: java.all-interfaces
        new ServerSocket(9000, 20, InetAddress.getByName("0.0.0.0"));
        // ruleid: java.all-interfaces
        undertow.addHttpListener(8080, "0.0.0.0");
        // ruleid: java.all-interfaces
        connector.setHost("::");
        // ok: java.all-interfaces
        HttpServer.create(new InetSocketAddress("127.0.0.1", 8080), 0);
        // ok: java.all-interfaces
        undertow.addHttpListener(8080, "localhost");
        // ok: java.all-interfaces
        boolean any = "0.0.0.0".equals(address);
        // ok: java.all-interfaces
        socket.bind(new InetSocketAddress("0.0.0.0", 0));
        // ok: java.all-interfaces
        properties.setProperty("mask", "0.0.0.0");
    }
}
