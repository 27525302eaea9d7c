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

    private final FieldErrorList errors;

    VolumeRules(FieldErrorList errors) {
        this.errors = errors;
    }

    /** Checks the volumes and returns them by name. */
    Map<String, JsonNode> check(JsonNode volumes, String path) {
        Map<String, JsonNode> named = new HashMap<>();
        for (int i = 0; i < volumes.size(); i++) {
            JsonNode volume = volumes.get(i);
            String at = path + "[" + i + "]";
            errors.requireForm(volume.path("name"), at + ".name", NameRules::label);
            checkSource(volume, at);
            named.put(volume.path("name").asText(), volume);
        }
        errors.checkDistinct(volumes, "name", path);
        return named;
    }

    private void checkSource(JsonNode volume, String path) {
        List<String> given = SOURCES.stream().filter(volume::has).toList();
        errors.require(volume.size() > 1, FieldError.required(path, "must specify a volume type"));
        given.stream()
                .skip(1)
                .forEach(more ->
                        errors.add(FieldError.forbidden(path + "." + more, "may not specify more than 1 volume type")));
        given.stream().limit(1).filter(REQUIRED::containsKey).forEach(first -> {
            String field = REQUIRED.get(first);
            errors.present(volume.path(first).path(field), path + "." + first + "." + field);
        });
    }
}
