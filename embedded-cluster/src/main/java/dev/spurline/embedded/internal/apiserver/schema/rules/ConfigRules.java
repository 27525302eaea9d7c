// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The rules for ConfigMaps and Secrets.
 *
 * <p>Source: {@code pkg/apis/core/validation/validation.go} (ValidateConfigMap, ValidateSecret).
 */
public final class ConfigRules {

    private static final String ACCOUNT = "kubernetes.io/service-account.name";
    private static final int MOST_BYTES = 1024 * 1024;

    private final FieldErrorList errors;

    public ConfigRules(FieldErrorList errors) {
        this.errors = errors;
    }

    public void check(JsonNode object) {
        int size = 0;
        for (String part : List.of("data", "binaryData")) {
            for (var entry : object.path(part).properties()) {
                NameRules.configKey(entry.getKey())
                        .forEach(fault -> errors.add(FieldError.invalid(
                                part + "[" + entry.getKey() + "]", FieldErrorList.quoted(entry.getKey()), fault)));
                size += entry.getValue().asText().length();
                if (part.equals("data") && object.path("binaryData").has(entry.getKey())) {
                    errors.add(FieldError.invalid(
                            part + "[" + entry.getKey() + "]",
                            FieldErrorList.quoted(entry.getKey()),
                            "duplicate of key present in binaryData"));
                }
            }
        }
        errors.require(size <= MOST_BYTES, FieldError.tooLong("", MOST_BYTES));
    }

    /** A secret of a known type has the keys that its readers look for. */
    public void checkSecret(JsonNode secret) {
        JsonNode data = secret.path("data");
        switch (secret.path("type").asText()) {
            case "kubernetes.io/service-account-token" ->
                errors.present(
                        secret.path("metadata").path("annotations").path(ACCOUNT),
                        "metadata.annotations[" + ACCOUNT + "]");
            case "kubernetes.io/tls" -> checkKeys(data, "tls.crt", "tls.key");
            case "kubernetes.io/ssh-auth" -> checkKeys(data, "ssh-privatekey");
            case "kubernetes.io/dockercfg" -> checkKeys(data, ".dockercfg");
            case "kubernetes.io/dockerconfigjson" -> checkKeys(data, ".dockerconfigjson");
            case "kubernetes.io/basic-auth" -> {
                if (!data.has("username") && !data.has("password")) {
                    checkKeys(data, "username", "password");
                }
            }
            default -> {}
        }
    }

    private void checkKeys(JsonNode data, String... keys) {
        for (String key : keys) {
            errors.require(data.has(key), FieldError.required("data[" + key + "]", ""));
        }
    }

    public void change(JsonNode old, JsonNode object) {
        if (old.path("immutable").asBoolean()) {
            if (!object.path("immutable").asBoolean()) {
                errors.add(FieldError.forbidden("immutable", "field is immutable when `immutable` is set"));
            }
            for (String part : List.of("data", "binaryData")) {
                if (!old.path(part).equals(object.path(part))) {
                    errors.add(FieldError.forbidden(part, "field is immutable when `immutable` is set"));
                }
            }
        }
    }

    public void checkSecretType(JsonNode old, JsonNode object) {
        errors.checkUnchanged(old.path("type"), object.path("type"), "type");
    }
}
