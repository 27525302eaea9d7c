// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.plan.WorkloadHint.Origin;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects what the containers of a pod are told: by variables, arguments, images, annotations, and the ConfigMaps that they
 * name. Of Secrets the names alone.
 */
final class WorkloadHints {

    /**
     * The names under which a pod is registered for others: by Dapr's operator, which has one Service for each (docs.dapr.io,
     * "Dapr arguments and annotations"), and by Consul (developer.hashicorp.com/consul/docs/k8s/annotations-and-labels).
     */
    private static final String DAPR = "dapr.io/app-id";

    private static final String CONSUL = "consul.hashicorp.com/connect-service";

    /** What switches Dapr on, in any case (utils.IsTruthy of Dapr); without the annotation it is off. */
    private static final Set<String> DAPR_ON = Set.of("true", "y", "yes", "on", "1");

    /** What switches Consul's injection off (strconv.ParseBool of Go); without the annotation a default of the mesh decides. */
    private static final Set<String> CONSUL_OFF = Set.of("false", "False", "FALSE", "f", "F", "0");

    private final PodSpec pod;
    private final Map<String, String> annotations;
    private final Map<String, String> before;
    private final Map<String, ConfigMap> configMaps;
    private final List<WorkloadHint> hints = new ArrayList<>();

    private WorkloadHints(ForkDraft draft, Map<String, ConfigMap> configMaps) {
        this.pod = draft.pod();
        this.annotations = draft.annotations();
        this.before = draft.baseline().podAnnotations();
        this.configMaps = configMaps;
    }

    /**
     * Returns what the pod of a fork is told.
     *
     * @param draft the fork
     * @param survey has the ConfigMaps, as far as they could be read
     */
    static List<WorkloadHint> of(ForkDraft draft, Survey survey) {
        String namespace = draft.baseline().namespace();
        Map<String, ConfigMap> configMaps = survey.configMaps().stream()
                .filter(map -> namespace.equals(map.getMetadata().getNamespace()))
                .collect(Collectors.toMap(map -> map.getMetadata().getName(), map -> map, (one, other) -> one));
        return new WorkloadHints(draft, configMaps).collect();
    }

    private List<WorkloadHint> collect() {
        containers(pod).forEach(this::readContainer);
        pod.getInitContainers().stream()
                .map(Container::getName)
                .filter(name -> !ProxyContainers.NAMES.contains(name))
                .forEach(name -> add("init container " + name, Origin.INIT_CONTAINER, name, ""));
        ConfigMapReferences.files(pod).forEach(this::readFiles);
        pod.getVolumes().stream()
                .filter(volume -> volume.getSecret() != null)
                .map(volume -> volume.getSecret().getSecretName())
                .forEach(name -> add("mounted Secret " + name, Origin.SECRET_FILE, name, ""));
        readAnnotations();
        return List.copyOf(hints);
    }

    /** Returns the containers of an application; a mesh's own proxies tell nothing about it. */
    static Stream<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
                .filter(container -> !ProxyContainers.NAMES.contains(container.getName()));
    }

    private void readContainer(Container container) {
        Set<String> own = new HashSet<>();
        for (EnvVar variable : container.getEnv()) {
            own.add(variable.getName());
            add("env " + variable.getName(), Origin.VARIABLE, variable.getName(), value(variable));
        }
        // A variable of env takes the place of one of the same name from envFrom.
        container.getEnvFrom().forEach(source -> readVariables(source, name -> !own.contains(name)));
        String command = Stream.concat(container.getCommand().stream(), container.getArgs().stream())
                .collect(Collectors.joining(" "));
        if (!command.isEmpty()) {
            add("args of container " + container.getName(), Origin.COMMAND, "", command);
        }
        String image = Objects.requireNonNullElse(container.getImage(), "");
        add("image of container " + container.getName(), Origin.IMAGE, "", withoutRegistry(image));
    }

    private void readFiles(ConfigMapReferences.Mounted file) {
        data(file.name()).forEach((key, value) -> {
            if (file.holds(key)) {
                String place = "%s in ConfigMap %s".formatted(key, file.name());
                add(place, Origin.FILE, key, "");
                ConfigFileEntries.of(key, value).forEach((name, entry) -> add(place, Origin.FILE, name, entry));
            }
        });
    }

    /** By them controllers and sidecars of a pod register it under the name that its baseline has. */
    private void readAnnotations() {
        annotations.forEach((name, value) -> {
            if (registers(name) && value.equals(before.get(name))) {
                add("annotation " + name, Origin.ANNOTATION, name, value);
            }
        });
    }

    private boolean registers(String annotation) {
        return switch (annotation) {
            case DAPR ->
                DAPR_ON.contains(
                        annotations.getOrDefault("dapr.io/enabled", "").strip().toLowerCase(Locale.ROOT));
            case CONSUL ->
                !CONSUL_OFF.contains(annotations.getOrDefault("consul.hashicorp.com/connect-inject", "true"));
            default -> false;
        };
    }

    private String value(EnvVar variable) {
        if (variable.getValueFrom() == null) {
            return Objects.requireNonNullElse(variable.getValue(), "");
        }
        return Optional.ofNullable(variable.getValueFrom().getConfigMapKeyRef())
                .map(ref -> data(ref.getName()).getOrDefault(ref.getKey(), ""))
                .orElse("");
    }

    private void readVariables(EnvFromSource source, Predicate<String> counts) {
        String prefix = Objects.requireNonNullElse(source.getPrefix(), "");
        if (source.getConfigMapRef() != null) {
            String name = source.getConfigMapRef().getName();
            add("envFrom ConfigMap " + name, Origin.VARIABLE, name, "");
            readKeys(name, key -> counts.test(prefix + key), prefix);
        }
        if (source.getSecretRef() != null) {
            String name = source.getSecretRef().getName();
            add("envFrom Secret " + name, Origin.VARIABLE, name, "");
        }
    }

    private void readKeys(String configMap, Predicate<String> counts, String prefix) {
        data(configMap).forEach((key, value) -> {
            if (counts.test(key)) {
                add("%s in ConfigMap %s".formatted(key, configMap), Origin.VARIABLE, prefix + key, value);
            }
        });
    }

    private Map<String, String> data(String configMap) {
        return Optional.ofNullable(configMaps.get(configMap))
                .<Map<String, String>>map(map -> new TreeMap<>(map.getData()))
                .orElse(Map.of());
    }

    /** A registry, and whose it is, says nothing about what an image does. */
    private static String withoutRegistry(String image) {
        String path = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        String host = path.contains("/") ? path.substring(0, path.indexOf('/')) : "";
        return host.contains(".") || host.contains(":") ? path.substring(host.length() + 1) : path;
    }

    private void add(String place, Origin origin, String name, String value) {
        hints.add(new WorkloadHint(place, origin, name, value));
    }
}
