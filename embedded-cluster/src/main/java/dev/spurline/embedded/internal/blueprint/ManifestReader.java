// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import dev.spurline.cluster.internal.yaml.YamlDocument;
import dev.spurline.cluster.internal.yaml.YamlDocument.Scalar;
import dev.spurline.cluster.internal.yaml.YamlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads manifests: resources of the class path, or YAML itself. */
final class ManifestReader {

    private static final Logger LOG = LoggerFactory.getLogger(ManifestReader.class);
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
            throw new ClusterException("Manifest [%s] cannot be read: %s".formatted(source, FailureText.of(e)), e);
        }
    }

    private static @Nullable InputStream open(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        InputStream stream = loader == null ? null : loader.getResourceAsStream(name);
        return stream == null ? ManifestReader.class.getClassLoader().getResourceAsStream(name) : stream;
    }

    private void readText(String text, String place) {
        int number = 0;
        for (YamlDocument document : documents(text, place)) {
            number++;
            String where = place + ", document " + number;
            document.duplicates()
                    .forEach(key -> LOG.warn(
                            "Manifest [{}] has [{}] twice, in line {} and in line {}: the last one counts, as with kubectl",
                            where,
                            key.path(),
                            key.first(),
                            key.last()));
            if (document.value() != null) {
                add(JSON.valueToTree(document.value()), where, document.scalars());
            }
        }
    }

    private static List<YamlDocument> documents(String text, String place) {
        try {
            return KubernetesYaml.documents(text);
        } catch (YamlException e) {
            throw new ClusterException("Manifest [%s] is not valid YAML: %s".formatted(place, FailureText.of(e)), e);
        }
    }

    private void add(JsonNode node, String place, Map<String, Scalar> scalars) {
        if (!(node instanceof ObjectNode object)) {
            throw new ClusterException("Manifest [%s] is no Kubernetes object but [%s]"
                    .formatted(place, node.toString().strip()));
        }
        if (object.path("kind").asText().endsWith("List")
                && object.path("items").isArray()) {
            int item = 0;
            for (JsonNode each : object.path("items")) {
                Map<String, Scalar> own = within(scalars, "items[" + item + "].");
                add(typed(each, object), place + ", item " + ++item, own);
            }
            return;
        }
        ManifestObject manifest = new ManifestObject(object, place, scalars);
        require(manifest, "apiVersion", manifest.apiVersion());
        require(manifest, "kind", manifest.kind());
        require(manifest, "metadata.name", manifest.name());
        refuseSecond(manifest);
        objects.add(manifest);
    }

    /**
     * What a DeploymentList holds is a Deployment of the same version, whether its items say so or not, as for kubectl
     * (unstructured/helpers.go: decodeToList).
     */
    private static JsonNode typed(JsonNode item, ObjectNode list) {
        String kind = list.path("kind").asText().replaceFirst("List$", "");
        if (item instanceof ObjectNode object && !kind.isEmpty() && !object.has("kind") && !object.has("apiVersion")) {
            object.put("kind", kind).set("apiVersion", list.path("apiVersion"));
        }
        return item;
    }

    private static Map<String, Scalar> within(Map<String, Scalar> scalars, String prefix) {
        return scalars.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
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
