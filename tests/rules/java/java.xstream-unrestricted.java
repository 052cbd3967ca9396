package plans;

import com.thoughtworks.xstream.XStream;
import com.thoughtworks.xstream.security.AnyTypePermission;

class Readers {
    Object open(String text) {
        XStream reader = new XStream();
        // ruleid: java.xstream-unrestricted
        return reader.fromXML(text);
    }

    Object direct(String text) {
        // ruleid: java.xstream-unrestricted
        return new XStream().fromXML(text);
    }

    void any(XStream reader) {
        // ruleid: java.xstream-unrestricted
        reader.addPermission(AnyTypePermission.ANY);
    }

    String write(Object plan) {
        // ok: java.xstream-unrestricted
        return new XStream().toXML(plan);
    }

    void named(XStream reader) {
        // ok: java.xstream-unrestricted
        reader.alias("plan", Plan.class);
    }

    Object json(String text) throws Exception {
        // ok: java.xstream-unrestricted
        return mapper.readValue(text, Plan.class);
    }
}
