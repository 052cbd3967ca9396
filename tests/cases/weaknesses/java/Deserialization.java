package com.acme.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.thoughtworks.xstream.XStream;
import com.thoughtworks.xstream.security.AnyTypePermission;
import com.thoughtworks.xstream.security.NoTypePermission;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.beans.XMLDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.Base64;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.Constructor;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class StateTransfer {
    static class Basket implements Serializable {
        int quantity;
        String article;
    }

    static class Settings {
        public String theme;
        public Map<String, Object> values;
    }

    // unsafe: deserialization
    public Basket restore(HttpServletRequest request) throws IOException, ClassNotFoundException {
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals("basket")) {
                byte[] data = Base64.getDecoder().decode(cookie.getValue());
                ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(data));
                return (Basket) in.readObject();
            }
        }
        return new Basket();
    }

    // safe: deserialization - a filter lets one class through
    public Basket resume(HttpServletRequest request) throws IOException, ClassNotFoundException {
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals("basket")) {
                byte[] data = Base64.getDecoder().decode(cookie.getValue());
                ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(data));
                in.setObjectInputFilter(ObjectInputFilter.Config.createFilter(
                        "com.acme.state.StateTransfer$Basket;java.lang.String;maxdepth=3;!*"));
                return (Basket) in.readObject();
            }
        }
        return new Basket();
    }

    // safe: deserialization - the stream resolves one class only
    static class BasketStream extends ObjectInputStream {
        BasketStream(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass desc) throws IOException, ClassNotFoundException {
            if (!desc.getName().equals(Basket.class.getName())) {
                throw new InvalidClassException(desc.getName(), "not allowed");
            }
            return super.resolveClass(desc);
        }

        static Basket from(HttpServletRequest request) throws IOException, ClassNotFoundException {
            try (BasketStream in = new BasketStream(request.getInputStream())) {
                return (Basket) in.readObject();
            }
        }
    }

    // unsafe: deserialization - YAML with a constructor for any type
    @PostMapping("/settings/yaml")
    public Settings settings(@RequestBody String text) {
        Yaml yaml = new Yaml(new Constructor(Settings.class));
        return yaml.load(text);
    }

    // safe: deserialization - YAML with the safe constructor
    @PostMapping("/settings/plain")
    public Map<String, Object> plainSettings(@RequestBody String text) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return yaml.load(text);
    }

    // unsafe: deserialization - XStream with every type allowed
    @PostMapping("/baskets/xml")
    public int fromXml(@RequestBody String xml) {
        XStream xstream = new XStream();
        xstream.addPermission(AnyTypePermission.ANY);
        xstream.alias("basket", Basket.class);
        return ((Basket) xstream.fromXML(xml)).quantity;
    }

    // safe: deserialization - XStream with one type allowed
    @PostMapping("/baskets/document")
    public int fromDocument(@RequestBody String xml) {
        XStream xstream = new XStream();
        xstream.addPermission(NoTypePermission.NONE);
        xstream.allowTypes(new Class<?>[] {Basket.class, String.class});
        xstream.alias("basket", Basket.class);
        return ((Basket) xstream.fromXML(xml)).quantity;
    }

    // unsafe: deserialization - class names in the JSON decide
    private ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.enableDefaultTyping(ObjectMapper.DefaultTyping.NON_FINAL);
        return mapper;
    }

    @PostMapping("/settings/json")
    public String theme(HttpServletRequest request) throws IOException {
        Settings settings = mapper().readValue(request.getInputStream(), Settings.class);
        return Integer.toString(settings.values.size());
    }

    // safe: deserialization - Jackson without types in the document
    @PostMapping("/settings/typed")
    public String typed(HttpServletRequest request) throws IOException {
        Settings settings = new ObjectMapper().readValue(request.getInputStream(), Settings.class);
        return Integer.toString(settings.values.size());
    }

    // unsafe: deserialization - an uploaded file for XMLDecoder
    @PostMapping("/layouts")
    public String layout(@RequestParam("layout") MultipartFile upload) throws IOException {
        try (XMLDecoder decoder = new XMLDecoder(upload.getInputStream())) {
            Object layout = decoder.readObject();
            return layout.getClass().getSimpleName();
        }
    }

    // safe: deserialization - default typing limited to the package of the program
    @PostMapping("/settings/shapes")
    public int shapes(@RequestBody String json) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        mapper.activateDefaultTyping(
                BasicPolymorphicTypeValidator.builder()
                        .allowIfSubType("com.acme.state.")
                        .allowIfSubType("java.util.LinkedHashMap")
                        .build(),
                ObjectMapper.DefaultTyping.OBJECT_AND_NON_CONCRETE);
        return mapper.readValue(json, Settings.class).values.size();
    }
}
