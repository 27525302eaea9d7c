// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The rules for how a container finds the volumes of its pod: as directories or as devices. */
final class MountRules {

    private final FieldErrorList faults;
    private final Map<String, JsonNode> volumes;

    MountRules(FieldErrorList faults, Map<String, JsonNode> volumes) {
        this.faults = faults;
        this.volumes = volumes;
    }

    void check(JsonNode container, String path) {
        mounts(container.path("volumeMounts"), path + ".volumeMounts", texts(container.path("volumeDevices"), "name"));
        devices(
                container.path("volumeDevices"),
                path + ".volumeDevices",
                texts(container.path("volumeMounts"), "name"));
    }

    private static Set<String> texts(JsonNode list, String field) {
        Set<String> texts = new HashSet<>();
        list.forEach(element -> texts.add(element.path(field).asText()));
        return texts;
    }

    private void mounts(JsonNode mounts, String path, Set<String> devices) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < mounts.size(); i++) {
            JsonNode name = mounts.get(i).path("name");
            String at = path + "[" + i + "]";
            if (faults.present(name, at + ".name") && !volumes.containsKey(name.asText())) {
                faults.add(FieldError.notFound(at + ".name", name.toString()));
            }
            JsonNode mountPath = mounts.get(i).path("mountPath");
            faults.present(mountPath, at + ".mountPath");
            unique(seen, mountPath, at + ".mountPath");
            faults.require(
                    !devices.contains(name.asText()),
                    FieldError.invalid(at + ".name", name.toString(), "must not already exist in volumeDevices"));
        }
    }

    private void devices(JsonNode devices, String path, Set<String> mounts) {
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < devices.size(); i++) {
            JsonNode name = devices.get(i).path("name");
            String at = path + "[" + i + "]";
            faults.present(name, at + ".name");
            unique(names, name, at + ".name");
            source(name, at + ".name");
            JsonNode devicePath = devices.get(i).path("devicePath");
            faults.present(devicePath, at + ".devicePath");
            unique(paths, devicePath, at + ".devicePath");
            faults.require(
                    !mounts.contains(name.asText()),
                    FieldError.invalid(at + ".name", name.toString(), "must not already exist in volumeMounts"));
        }
    }

    private void source(JsonNode name, String path) {
        JsonNode volume = volumes.get(name.asText());
        if (volume == null) {
            faults.add(FieldError.notFound(path, name.toString()));
        } else {
            faults.require(
                    volume.has("persistentVolumeClaim") || volume.has("ephemeral"),
                    FieldError.invalid(
                            path,
                            name.toString(),
                            "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"));
        }
    }

    private void unique(Set<String> seen, JsonNode value, String path) {
        faults.require(seen.add(value.asText()), FieldError.invalid(path, value.toString(), "must be unique"));
    }
}
