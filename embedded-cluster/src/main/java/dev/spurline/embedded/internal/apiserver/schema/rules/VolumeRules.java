// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules for the volumes of a pod.
 *
 * <p>Source: {@code pkg/apis/core/validation/validation.go} (ValidateVolumes).
 */
final class VolumeRules {

    /** What a volume may be, in the order in which the server looks. */
    private static final List<String> SOURCES = List.of(
            "emptyDir",
            "hostPath",
            "gitRepo",
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "secret",
            "nfs",
            "iscsi",
            "glusterfs",
            "flocker",
            "configMap",
            "persistentVolumeClaim",
            "rbd",
            "cephfs",
            "cinder",
            "quobyte",
            "vsphereVolume",
            "photonPersistentDisk",
            "portworxVolume",
            "azureDisk",
            "storageos",
            "projected",
            "scaleIO",
            "csi",
            "downwardAPI",
            "ephemeral",
            "fc",
            "image",
            "azureFile",
            "flexVolume");

    private static final Map<String, String> REQUIRED = Map.of(
            "configMap", "name", "secret", "secretName", "hostPath", "path", "persistentVolumeClaim", "claimName");

    private final FieldErrorList faults;

    VolumeRules(FieldErrorList faults) {
        this.faults = faults;
    }

    /** Checks the volumes and returns them by name. */
    Map<String, JsonNode> check(JsonNode volumes, String path) {
        Map<String, JsonNode> named = new HashMap<>();
        for (int i = 0; i < volumes.size(); i++) {
            JsonNode volume = volumes.get(i);
            String at = path + "[" + i + "]";
            faults.requiredForm(volume.path("name"), at + ".name", NameRules::label);
            source(volume, at);
            named.put(volume.path("name").asText(), volume);
        }
        faults.distinct(volumes, "name", path);
        return named;
    }

    private void source(JsonNode volume, String path) {
        List<String> given = SOURCES.stream().filter(volume::has).toList();
        faults.require(volume.size() > 1, FieldError.required(path, "must specify a volume type"));
        given.stream()
                .skip(1)
                .forEach(more ->
                        faults.add(FieldError.forbidden(path + "." + more, "may not specify more than 1 volume type")));
        given.stream().limit(1).filter(REQUIRED::containsKey).forEach(first -> {
            String field = REQUIRED.get(first);
            faults.present(volume.path(first).path(field), path + "." + first + "." + field);
        });
    }
}
