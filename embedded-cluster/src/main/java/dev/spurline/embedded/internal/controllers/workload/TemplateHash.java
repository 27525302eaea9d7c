// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The label value that tells one pod template from another, in Kubernetes' form and alphabet.
 *
 * <p>Source: ComputeHash in {@code pkg/controller/controller_utils.go}.
 */
final class TemplateHash {

    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private TemplateHash() {}

    /** Returns the hash of a template; the collision count makes another one of the same template. */
    static String of(PodTemplateSpec template, @Nullable Integer collisions) {
        int hash = fnv(FNV_OFFSET, Serialization.asJson(template));
        if (collisions != null) {
            hash = fnv(hash, "#" + collisions);
        }
        return encode(Integer.toUnsignedString(hash));
    }

    /** Writes digits in letters that spell no words. */
    static String encode(String digits) {
        StringBuilder text = new StringBuilder();
        digits.chars().forEach(digit -> text.append(ALPHABET.charAt(digit % ALPHABET.length())));
        return text.toString();
    }

    private static int fnv(int seed, String text) {
        int hash = seed;
        for (byte part : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (part & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
