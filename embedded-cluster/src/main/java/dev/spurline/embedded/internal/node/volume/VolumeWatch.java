// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.volume;

import dev.spurline.embedded.internal.client.AnyChange;
import dev.spurline.embedded.internal.client.ObjectWatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Watches the ConfigMaps and Secrets that the volumes of a pod are filled from. */
final class VolumeWatch implements AutoCloseable {

    private final KubernetesClient client;
    private final String namespace;
    private final Runnable changed;
    private final Set<String> configMaps = new TreeSet<>();
    private final Set<String> secrets = new TreeSet<>();
    private final List<ObjectWatch<?>> watches = new ArrayList<>();
    private boolean started;

    VolumeWatch(KubernetesClient client, String namespace, List<Volume> volumes, Runnable changed) {
        this.client = client;
        this.namespace = namespace;
        this.changed = changed;
        volumes.forEach(this::note);
    }

    /** Starts, unless that has been done. */
    void start() {
        if (!started) {
            started = true;
            configMaps.forEach(
                    name -> watch(client.configMaps().inNamespace(namespace).withName(name)));
            secrets.forEach(
                    name -> watch(client.secrets().inNamespace(namespace).withName(name)));
        }
    }

    @Override
    public void close() {
        watches.forEach(ObjectWatch::close);
        watches.clear();
    }

    private void note(Volume volume) {
        if (volume.getConfigMap() != null) {
            configMaps.add(volume.getConfigMap().getName());
        }
        if (volume.getSecret() != null) {
            secrets.add(volume.getSecret().getSecretName());
        }
        if (volume.getProjected() != null && volume.getProjected().getSources() != null) {
            volume.getProjected().getSources().forEach(this::note);
        }
    }

    private void note(VolumeProjection source) {
        if (source.getConfigMap() != null) {
            configMaps.add(source.getConfigMap().getName());
        }
        if (source.getSecret() != null) {
            secrets.add(source.getSecret().getName());
        }
    }

    private <T extends HasMetadata> void watch(Informable<T> object) {
        ObjectWatch<T> watch = ObjectWatch.insisting(object, new AnyChange(changed));
        watches.add(watch);
        var unused = watch.start();
    }
}
