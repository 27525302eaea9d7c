// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.volume;

import dev.spurline.embedded.internal.node.volume.VolumePayload.FileContent;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes what ConfigMap, Secret, downward API and projected volumes contain, and fails in the kubelet's words.
 *
 * <p>Source: {@code pkg/volume/configmap/configmap.go}, {@code secret/secret.go} and {@code projected/projected.go}.
 */
public final class PayloadReader {

    private static final int STANDARD_MODE = 0644;

    private final VolumeSources sources;

    /** Reads from sources. */
    public PayloadReader(VolumeSources sources) {
        this.sources = sources;
    }

    /** Tells whether a volume is of a kind that has a payload. */
    public static boolean reads(Volume volume) {
        return volume.getConfigMap() != null
                || volume.getSecret() != null
                || volume.getDownwardAPI() != null
                || volume.getProjected() != null;
    }

    /** Reads the payload of a volume. */
    public VolumePayload read(Volume volume) throws VolumeException {
        if (volume.getConfigMap() != null) {
            var source = volume.getConfigMap();
            int mode = mode(source.getDefaultMode());
            return configMap(source.getName(), source.getItems(), source.getOptional(), mode);
        }
        if (volume.getSecret() != null) {
            var source = volume.getSecret();
            int mode = mode(source.getDefaultMode());
            return secret(source.getSecretName(), source.getItems(), source.getOptional(), mode);
        }
        if (volume.getDownwardAPI() != null) {
            var source = volume.getDownwardAPI();
            return downward(source.getItems(), mode(source.getDefaultMode()));
        }
        return projected(volume.getProjected());
    }

    private VolumePayload projected(ProjectedVolumeSource source) throws VolumeException {
        VolumePayload all = new VolumePayload(Map.of());
        List<String> failures = new ArrayList<>();
        for (VolumeProjection projection : nullToEmpty(source.getSources())) {
            try {
                all = all.with(projection(projection, mode(source.getDefaultMode())));
            } catch (VolumeException e) {
                failures.add(e.text());
            }
        }
        if (!failures.isEmpty()) {
            throw new VolumeException(failures.size() == 1 ? failures.get(0) : "[" + String.join(", ", failures) + "]");
        }
        return all;
    }

    private VolumePayload projection(VolumeProjection projection, int mode) throws VolumeException {
        if (projection.getConfigMap() != null) {
            var source = projection.getConfigMap();
            return configMap(source.getName(), source.getItems(), source.getOptional(), mode);
        }
        if (projection.getSecret() != null) {
            var source = projection.getSecret();
            return secret(source.getName(), source.getItems(), source.getOptional(), mode);
        }
        if (projection.getDownwardAPI() != null) {
            return downward(projection.getDownwardAPI().getItems(), mode);
        }
        if (projection.getServiceAccountToken() != null) {
            String token = sources.token(projection.getServiceAccountToken());
            return new VolumePayload(
                    Map.of(projection.getServiceAccountToken().getPath(), new FileContent(utf8(token), mode)));
        }
        throw new VolumeException("this node has no such projection: "
                + projection.getAdditionalProperties().keySet());
    }

    private VolumePayload configMap(String name, @Nullable List<KeyToPath> items, @Nullable Boolean optional, int mode)
            throws VolumeException {
        Optional<ConfigMap> found = sources.configMap(name);
        if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new VolumeException("configmap \"%s\" not found".formatted(name));
        }
        Map<String, byte[]> data = new LinkedHashMap<>();
        found.map(ConfigMap::getData).ifPresent(map -> map.forEach((key, value) -> data.put(key, utf8(value))));
        found.map(ConfigMap::getBinaryData)
                .ifPresent(map -> map.forEach((key, value) -> data.put(key, decoded(value))));
        return keyed(data, items, optional, mode, "configmap references non-existent config key: ");
    }

    private VolumePayload secret(String name, @Nullable List<KeyToPath> items, @Nullable Boolean optional, int mode)
            throws VolumeException {
        Optional<Secret> found = sources.secret(name);
        if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new VolumeException("secret \"%s\" not found".formatted(name));
        }
        Map<String, byte[]> data = new LinkedHashMap<>();
        found.map(Secret::getData).ifPresent(map -> map.forEach((key, value) -> data.put(key, decoded(value))));
        return keyed(data, items, optional, mode, "references non-existent secret key: ");
    }

    private static VolumePayload keyed(
            Map<String, byte[]> data,
            @Nullable List<KeyToPath> items,
            @Nullable Boolean optional,
            int mode,
            String complaint)
            throws VolumeException {
        Map<String, FileContent> files = new LinkedHashMap<>();
        if (items == null || items.isEmpty()) {
            data.forEach((key, value) -> files.put(key, new FileContent(value, mode)));
            return new VolumePayload(files);
        }
        for (KeyToPath item : items) {
            byte[] value = data.get(item.getKey());
            if (value != null) {
                files.put(item.getPath(), new FileContent(value, item.getMode() == null ? mode : item.getMode()));
            } else if (!Boolean.TRUE.equals(optional)) {
                throw new VolumeException(complaint + item.getKey());
            }
        }
        return new VolumePayload(files);
    }

    private VolumePayload downward(@Nullable List<DownwardAPIVolumeFile> items, int mode) throws VolumeException {
        Map<String, FileContent> files = new LinkedHashMap<>();
        for (DownwardAPIVolumeFile item : nullToEmpty(items)) {
            String value = item.getFieldRef() != null
                    ? sources.field(item.getFieldRef())
                    : sources.resource(item.getResourceFieldRef());
            files.put(item.getPath(), new FileContent(utf8(value), item.getMode() == null ? mode : item.getMode()));
        }
        return new VolumePayload(files);
    }

    private static int mode(@Nullable Integer mode) {
        return mode == null ? STANDARD_MODE : mode;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static <T> List<T> nullToEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
