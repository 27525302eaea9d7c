// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import dev.spurline.RoutingKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The names by which Spurline's own objects are known. */
public final class SpurlineLabels {

    /** Label: the routing key of the sandbox that an object belongs to. */
    public static final String SANDBOX = "spurline.dev/sandbox";

    /** Label selector: whatever does not belong to one sandbox alone. */
    public static final String OF_NO_SANDBOX = "!" + SANDBOX;

    /** Label: the engine that made an object. */
    public static final String ENGINE = "spurline.dev/engine";

    /** Label: the program that made an object, {@link #MANAGER}. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** The value of {@link #MANAGED_BY}. */
    public static final String MANAGER = "spurline";

    /** Label: the Service whose sandboxes share an object; instead of {@link #SANDBOX} and {@link #ENGINE}. */
    public static final String SHARED = "spurline.dev/shared";

    /** Label on a fork's pod and Deployment: the workload it was copied from. */
    public static final String FORK = "spurline.dev/fork";

    /** The readiness gate of a fork's pod: true only after the engine saw that no foreign selector selects it. */
    public static final String UNSELECTED = "spurline.dev/unselected";

    /** Entry of a record: {@link #NO_ANCHOR} if no anchor owns it. */
    public static final String ANCHOR = "anchor";

    /** The value of {@link #ANCHOR}. */
    public static final String NO_ANCHOR = "none";

    private SpurlineLabels() {}

    /** Returns an object's label of a name; empty if it has none. */
    public static String on(HasMetadata object, String name) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(name, "");
    }

    /** Returns whether an object belongs to one sandbox or to several, whosever those are. */
    public static boolean ofSandbox(HasMetadata object) {
        return ofOneSandbox(object) || shared(object);
    }

    /** Returns whether an object belongs to one sandbox alone, whosever that is; {@link #OF_NO_SANDBOX} selects the others. */
    public static boolean ofOneSandbox(HasMetadata object) {
        return has(object, SANDBOX);
    }

    /** Returns whether several sandboxes may share an object. */
    public static boolean shared(HasMetadata object) {
        return has(object, SHARED);
    }

    private static boolean has(HasMetadata object, String label) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null && labels.containsKey(label);
    }

    /** Returns the objects of a namespace that Spurline did not make. */
    public static <T extends HasMetadata> List<T> foreign(List<T> objects, String namespace) {
        return objects.stream()
                .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                .filter(object -> !ofSandbox(object))
                .toList();
    }

    /** Returns the labels of every object of a sandbox. */
    public static Map<String, String> of(RoutingKey key, String engine) {
        return ordered(Map.of(SANDBOX, key.value(), ENGINE, engine, MANAGED_BY, MANAGER));
    }

    /** Returns the labels of an object that all sandboxes on a Service share. */
    public static Map<String, String> shared(String service) {
        return ordered(Map.of(SHARED, service, MANAGED_BY, MANAGER));
    }

    /** Returns the same labels in the order of their names, so that equal plans print alike: {@link Map#of} has none. */
    public static Map<String, String> ordered(Map<String, String> labels) {
        return Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** Returns the name of the Job that is the anchor of an engine. */
    public static String anchor(String engine) {
        return "spurline-engine-" + engine;
    }

    /** Returns the name of the Job that is the anchor of a sandbox which outlives its engine. */
    public static String keptAnchor(RoutingKey key) {
        return "spurline-kept-" + key.value();
    }

    /** Returns the name of the record of a sandbox. */
    public static String record(RoutingKey key) {
        return "spurline-" + key.value();
    }
}
