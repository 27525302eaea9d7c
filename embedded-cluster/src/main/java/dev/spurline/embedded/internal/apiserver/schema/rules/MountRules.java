// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The rules for how a container finds the volumes of its pod: as directories or as devices. */
final class MountRules {

    private final FieldErrorList errors;
    private final Map<String, JsonNode> volumes;

    MountRules(FieldErrorList errors, Map<String, JsonNode> volumes) {
        this.errors = errors;
        this.volumes = volumes;
    }

    void check(JsonNode container, String path) {
        checkMounts(
                container.path("volumeMounts"), path + ".volumeMounts", texts(container.path("volumeDevices"), "name"));
        checkDevices(
                container.path("volumeDevices"),
                path + ".volumeDevices",
                texts(container.path("volumeMounts"), "name"));
    }

    private static Set<String> texts(JsonNode list, String field) {
        Set<String> texts = new HashSet<>();
        list.forEach(element -> texts.add(element.path(field).asText()));
        return texts;
    }

    private void checkMounts(JsonNode mounts, String path, Set<String> devices) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < mounts.size(); i++) {
            JsonNode name = mounts.get(i).path("name");
            String at = path + "[" + i + "]";
            if (errors.present(name, at + ".name") && !volumes.containsKey(name.asText())) {
                errors.add(FieldError.notFound(at + ".name", name.toString()));
            }
            JsonNode mountPath = mounts.get(i).path("mountPath");
            errors.present(mountPath, at + ".mountPath");
            checkUnique(seen, mountPath, at + ".mountPath");
            errors.require(
                    !devices.contains(name.asText()),
                    FieldError.invalid(at + ".name", name.toString(), "must not already exist in volumeDevices"));
        }
    }

    private void checkDevices(JsonNode devices, String path, Set<String> mounts) {
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < devices.size(); i++) {
            JsonNode name = devices.get(i).path("name");
            String at = path + "[" + i + "]";
            errors.present(name, at + ".name");
            checkUnique(names, name, at + ".name");
            checkSource(name, at + ".name");
            JsonNode devicePath = devices.get(i).path("devicePath");
            errors.present(devicePath, at + ".devicePath");
            checkUnique(paths, devicePath, at + ".devicePath");
            errors.require(
                    !mounts.contains(name.asText()),
                    FieldError.invalid(at + ".name", name.toString(), "must not already exist in volumeMounts"));
        }
    }

    private void checkSource(JsonNode name, String path) {
        JsonNode volume = volumes.get(name.asText());
        if (volume == null) {
            errors.add(FieldError.notFound(path, name.toString()));
        } else {
            errors.require(
                    volume.has("persistentVolumeClaim") || volume.has("ephemeral"),
                    FieldError.invalid(
                            path,
                            name.toString(),
                            "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"));
        }
    }

    private void checkUnique(Set<String> seen, JsonNode value, String path) {
        errors.require(seen.add(value.asText()), FieldError.invalid(path, value.toString(), "must be unique"));
    }
}
