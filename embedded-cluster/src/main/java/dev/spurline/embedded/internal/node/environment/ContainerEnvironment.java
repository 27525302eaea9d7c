// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.environment;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes the environment of a container as a kubelet does: {@code envFrom}, then {@code env}, over the Services.
 *
 * <p>Source: makeEnvironmentVariables in {@code pkg/kubelet/kubelet_pods.go}.
 */
public final class ContainerEnvironment {

    private final ReferencedObjects references;
    private final DownwardField fields;
    private final Map<String, String> services;
    private final String namespace;

    public ContainerEnvironment(
            ReferencedObjects references, DownwardField fields, Map<String, String> services, String namespace) {
        this.references = references;
        this.fields = fields;
        this.services = services;
        this.namespace = namespace;
    }

    public Map<String, String> of(Container container, ContainerResources resources) throws ContainerConfigException {
        Map<String, String> own = new LinkedHashMap<>();
        for (EnvFromSource source : nullToEmpty(container.getEnvFrom())) {
            own.putAll(from(source));
        }
        VariableExpansion expansion = new VariableExpansion(own, services);
        for (EnvVar variable : nullToEmpty(container.getEnv())) {
            Optional<String> value = value(variable, expansion, resources);
            if (value.isPresent()) {
                own.put(variable.getName(), value.get());
            }
        }
        Map<String, String> all = new LinkedHashMap<>(services);
        all.putAll(own);
        return all;
    }

    private Map<String, String> from(EnvFromSource source) throws ContainerConfigException {
        Map<String, String> data = Map.of();
        if (source.getConfigMapRef() != null) {
            String name = source.getConfigMapRef().getName();
            data = configMap(name, source.getConfigMapRef().getOptional())
                    .map(map -> nullToEmpty(map.getData()))
                    .orElse(Map.of());
        } else if (source.getSecretRef() != null) {
            String name = source.getSecretRef().getName();
            data = secret(name, source.getSecretRef().getOptional())
                    .map(ContainerEnvironment::decoded)
                    .orElse(Map.of());
        }
        String prefix = source.getPrefix() == null ? "" : source.getPrefix();
        Map<String, String> named = new LinkedHashMap<>();
        data.forEach((key, value) -> named.put(prefix + key, value));
        return named;
    }

    private Optional<String> value(EnvVar variable, VariableExpansion expansion, ContainerResources resources)
            throws ContainerConfigException {
        EnvVarSource source = variable.getValueFrom();
        if (variable.getValue() != null && !variable.getValue().isEmpty()) {
            return Optional.of(expansion.expand(variable.getValue()));
        }
        if (source == null) {
            return Optional.of("");
        }
        if (source.getFieldRef() != null) {
            return Optional.of(field(source.getFieldRef()));
        }
        if (source.getResourceFieldRef() != null) {
            return Optional.of(resources.value(
                    source.getResourceFieldRef().getResource(),
                    source.getResourceFieldRef().getDivisor()));
        }
        if (source.getConfigMapKeyRef() != null) {
            return key(source.getConfigMapKeyRef());
        }
        return source.getSecretKeyRef() == null ? Optional.of("") : key(source.getSecretKeyRef());
    }

    private String field(ObjectFieldSelector selector) throws ContainerConfigException {
        return fields.value(selector.getFieldPath())
                .orElseThrow(() -> new ContainerConfigException("unsupported fieldPath: " + selector.getFieldPath()));
    }

    private Optional<String> key(ConfigMapKeySelector selector) throws ContainerConfigException {
        Optional<String> value = configMap(selector.getName(), selector.getOptional())
                .map(map -> nullToEmpty(map.getData()).get(selector.getKey()));
        if (value.isEmpty() && !Boolean.TRUE.equals(selector.getOptional())) {
            throw new ContainerConfigException("couldn't find key %s in ConfigMap %s/%s"
                    .formatted(selector.getKey(), namespace, selector.getName()));
        }
        return value;
    }

    private Optional<String> key(SecretKeySelector selector) throws ContainerConfigException {
        Optional<String> value = secret(selector.getName(), selector.getOptional())
                .map(secret -> decoded(secret).get(selector.getKey()));
        if (value.isEmpty() && !Boolean.TRUE.equals(selector.getOptional())) {
            throw new ContainerConfigException(
                    "couldn't find key %s in Secret %s/%s".formatted(selector.getKey(), namespace, selector.getName()));
        }
        return value;
    }

    private Optional<ConfigMap> configMap(String name, @Nullable Boolean optional) throws ContainerConfigException {
        Optional<ConfigMap> found = references.configMap(name);
        if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new ContainerConfigException("configmap \"%s\" not found".formatted(name));
        }
        return found;
    }

    private Optional<Secret> secret(String name, @Nullable Boolean optional) throws ContainerConfigException {
        Optional<Secret> found = references.secret(name);
        if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new ContainerConfigException("secret \"%s\" not found".formatted(name));
        }
        return found;
    }

    private static Map<String, String> decoded(Secret secret) {
        Map<String, String> plain = new LinkedHashMap<>();
        nullToEmpty(secret.getData())
                .forEach((key, value) ->
                        plain.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return plain;
    }

    private static <K, V> Map<K, V> nullToEmpty(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : map;
    }

    private static <T> java.util.List<T> nullToEmpty(java.util.@Nullable List<T> list) {
        return list == null ? java.util.List.of() : list;
    }
}
