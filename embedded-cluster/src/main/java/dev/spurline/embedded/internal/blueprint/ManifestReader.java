// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.ClusterException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads manifests: resources of the class path, or YAML itself. */
final class ManifestReader {

    private static final String CLASSPATH = "classpath:";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String defaultNamespace;
    private final Map<String, String> places = new HashMap<>();
    private final List<ManifestObject> objects = new ArrayList<>();

    private ManifestReader(String defaultNamespace) {
        this.defaultNamespace = defaultNamespace;
    }

    /** Reads all manifests of a blueprint, in order. */
    static List<ManifestObject> read(List<String> sources, String defaultNamespace) {
        ManifestReader manifests = new ManifestReader(defaultNamespace);
        for (int i = 0; i < sources.size(); i++) {
            String source = sources.get(i);
            boolean resource = source.strip().startsWith(CLASSPATH);
            String place = resource ? source.strip() : "text " + (i + 1);
            manifests.readText(resource ? load(source.strip()) : source, place);
        }
        return List.copyOf(manifests.objects);
    }

    private static String load(String source) {
        String name = source.substring(CLASSPATH.length()).replaceFirst("^/+", "");
        try (InputStream stream = open(name)) {
            if (stream == null) {
                throw new ClusterException(
                        ("Manifest [%s] is not on the class path: put it under src/main/resources or "
                                        + "src/test/resources as [%s]")
                                .formatted(source, name));
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ClusterException("Manifest [%s] cannot be read: %s".formatted(source, e.getMessage()), e);
        }
    }

    private static @Nullable InputStream open(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        InputStream stream = loader == null ? null : loader.getResourceAsStream(name);
        return stream == null ? ManifestReader.class.getClassLoader().getResourceAsStream(name) : stream;
    }

    private void readText(String text, String place) {
        int document = 0;
        try {
            for (Object value : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
                document++;
                if (value != null) {
                    add(JSON.valueToTree(value), place + ", document " + document);
                }
            }
        } catch (YamlEngineException e) {
            throw new ClusterException(
                    "Manifest [%s] is not valid YAML: %s"
                            .formatted(place, String.valueOf(e.getMessage()).strip()),
                    e);
        }
    }

    private void add(JsonNode node, String place) {
        if (!(node instanceof ObjectNode object)) {
            throw new ClusterException("Manifest [%s] is no Kubernetes object but [%s]"
                    .formatted(place, node.toString().strip()));
        }
        if (object.path("kind").asText().equals("List")) {
            int item = 0;
            for (JsonNode each : object.path("items")) {
                add(each, place + ", item " + ++item);
            }
            return;
        }
        ManifestObject manifest = new ManifestObject(object, place);
        require(manifest, "apiVersion", manifest.apiVersion());
        require(manifest, "kind", manifest.kind());
        require(manifest, "metadata.name", manifest.name());
        refuseSecond(manifest);
        objects.add(manifest);
    }

    private static void require(ManifestObject object, String field, String value) {
        if (value.isEmpty()) {
            throw new ClusterException("Manifest [%s] has no [%s]".formatted(object.place(), field));
        }
    }

    private void refuseSecond(ManifestObject object) {
        String namespace = object.namespace().isEmpty() ? defaultNamespace : object.namespace();
        String group = object.apiVersion().replaceFirst("/?[^/]*$", "");
        String key = String.join("/", group, object.kind(), namespace, object.name());
        String first = places.putIfAbsent(key, object.place());
        if (first != null) {
            throw new ClusterException("%s stands twice in the blueprint: in [%s] and in [%s]"
                    .formatted(object.title(), first, object.place()));
        }
    }
}
