// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the ConfigMaps that a pod names: only these are read. */
final class ConfigMapReferences {

    /** Kubernetes puts it into each namespace, and the mesh's agents mount it. */
    private static final Set<String> CERTIFICATES = Set.of("kube-root-ca.crt", "istio-ca-root-cert");

    private ConfigMapReferences() {}

    /** Returns the names of all ConfigMaps that containers take variables from, or that are mounted. */
    static Set<String> names(PodSpec pod) {
        Set<String> names = new TreeSet<>();
        WorkloadHints.containers(pod).forEach(container -> {
            variables(container).forEach(names::add);
            whole(container).forEach(names::add);
        });
        files(pod).forEach(file -> names.add(file.name()));
        names.removeAll(CERTIFICATES);
        return names;
    }

    private static Stream<String> variables(Container container) {
        return container.getEnv().stream()
                .map(EnvVar::getValueFrom)
                .filter(source -> source != null && source.getConfigMapKeyRef() != null)
                .map(source -> source.getConfigMapKeyRef().getName());
    }

    private static Stream<String> whole(Container container) {
        return container.getEnvFrom().stream()
                .map(EnvFromSource::getConfigMapRef)
                .filter(Objects::nonNull)
                .map(ref -> ref.getName());
    }

    /** Returns what is mounted, volume by volume. */
    static List<Mounted> files(PodSpec pod) {
        List<Mounted> mounted = new ArrayList<>();
        for (Volume volume : pod.getVolumes()) {
            ConfigMapVolumeSource source = volume.getConfigMap();
            if (source != null) {
                mounted.add(Mounted.of(source.getName(), source.getItems()));
            }
            if (volume.getProjected() != null) {
                volume.getProjected().getSources().stream()
                        .map(projection -> projection.getConfigMap())
                        .filter(Objects::nonNull)
                        .map((ConfigMapProjection map) -> Mounted.of(map.getName(), map.getItems()))
                        .forEach(mounted::add);
            }
        }
        return mounted;
    }

    /**
     * A ConfigMap that is mounted.
     *
     * @param name its name
     * @param keys those of its keys that are; empty for all
     */
    record Mounted(String name, Set<String> keys) {

        Mounted {
            keys = Set.copyOf(keys);
        }

        static Mounted of(String name, @Nullable List<KeyToPath> items) {
            Set<String> keys = new TreeSet<>();
            Objects.requireNonNullElse(items, List.<KeyToPath>of()).forEach(item -> keys.add(item.getKey()));
            return new Mounted(name, keys);
        }

        boolean holds(String key) {
            return keys.isEmpty() || keys.contains(key);
        }
    }
}
