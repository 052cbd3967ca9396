package plans;

import com.thoughtworks.xstream.XStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.beans.XMLDecoder;
import java.io.ByteArrayInputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.net.Socket;
import java.util.Base64;
import org.springframework.web.bind.annotation.RequestBody;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class Plans {
    Object body(HttpServletRequest request) throws Exception {
        ObjectInputStream stream = new ObjectInputStream(request.getInputStream());
        // ruleid: java.unsafe-deserialization
        return stream.readObject();
    }

    Object cookie(HttpServletRequest request) throws Exception {
        for (Cookie cookie : request.getCookies()) {
            byte[] data = Base64.getDecoder().decode(cookie.getValue());
            try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(data))) {
                // ruleid: java.unsafe-deserialization
                return stream.readObject();
            }
        }
        return null;
    }

    Object socket(Socket socket) throws Exception {
        // ruleid: java.unsafe-deserialization
        return new ObjectInputStream(socket.getInputStream()).readObject();
    }

    Object xml(@RequestBody String text) {
        XStream reader = new XStream();
        // ruleid: java.unsafe-deserialization
        return reader.fromXML(text);
    }

    Object yaml(@RequestBody String text, Yaml yaml) {
        // ruleid: java.unsafe-deserialization
        return yaml.load(text);
    }

    Object filtered(HttpServletRequest request) throws Exception {
        ObjectInputStream stream = new ObjectInputStream(request.getInputStream());
        stream.setObjectInputFilter(ObjectInputFilter.Config.createFilter("shop.Plan;!*"));
        // ok: java.unsafe-deserialization
        return stream.readObject();
    }

    Object safeYaml(@RequestBody String text) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        // ok: java.unsafe-deserialization
        return yaml.load(text);
    }

    Object json(HttpServletRequest request) throws Exception {
        // ok: java.unsafe-deserialization
        return mapper.readValue(request.getInputStream(), Plan.class);
    }

    Object own() throws Exception {
        try (ObjectInputStream stream = new ObjectInputStream(new java.io.FileInputStream("/var/lib/shop/plan"))) {
            // ok: java.unsafe-deserialization
            return stream.readObject();
        }
    }

    Object listed(@RequestBody String text) {
        XStream reader = new XStream();
        reader.allowTypes(new Class[] {Plans.class});
        // ok: java.unsafe-deserialization
        return reader.fromXML(text);
    }

    Object anything(@RequestBody String text) {
        XStream reader = new XStream();
        reader.addPermission(AnyTypePermission.ANY);
        // ruleid: java.unsafe-deserialization
        return reader.fromXML(text);
    }

    Object directly(@RequestBody String text) {
        // ruleid: java.unsafe-deserialization
        return new Yaml().load(text);
    }
}

class Streams {
    @PostMapping("/load")
    Object load(InputStream body) throws Exception {
        // ruleid: java.unsafe-deserialization
        return new HessianInput(body).readObject();
    }
}
