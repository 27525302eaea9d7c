// SPDX-License-Identifier: Apache-2.0
package dev.spurline.framework;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spurline.ForkSpec;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells which specs ask for the same sandbox: those with equal fingerprints, in an engine with the same settings. For whom a
 * sandbox is and how long its opening may take make no difference. The key that a spec asks for does.
 *
 * @param value 64 hexadecimal digits, of a hash in which values of secrets take part: for comparing only
 * @since 0.1
 */
public record SpecFingerprint(String value) {

    /**
     * Computes the fingerprint of a spec. Asks no cluster.
     *
     * @param spec the spec, placeholders replaced
     * @param settings those of the engine: the namespace of specs that name none, and the images of workloads
     */
    public static SpecFingerprint of(SandboxSpec spec, Settings settings) {
        List<String> parts = new ArrayList<>();
        Optional<String> namespace = spec.namespace().or(() -> Setting.NAMESPACE.find(settings));
        add(parts, namespace);
        add(parts, spec.key().map(Object::toString));
        for (ForkSpec fork : spec.forks()) {
            parts.add(fork.workload().toString());
            add(parts, fork.namespace().or(() -> namespace));
            add(parts, fork.container());
            add(parts, image(fork, settings));
            // In the order given: $(NAME) in a value sees only variables before it.
            add(parts, fork.env());
            add(parts, fork.secretEnv());
            add(parts, fork.unset().stream().sorted().toList());
            add(parts, fork.skipInit().stream().sorted().toList());
            add(parts, fork.patch());
            parts.add(fork.volumes().name());
        }
        spec.joins().forEach(labels -> add(parts, new TreeMap<>(labels)));
        return new SpecFingerprint(hash(parts));
    }

    private static Optional<String> image(ForkSpec fork, Settings settings) {
        return Setting.IMAGE
                .of(fork.workload().name())
                .find(settings)
                .or(fork::image)
                .map(SpecFingerprint::byDigest);
    }

    /** With a digest, container runtimes look at no tag. */
    private static String byDigest(String image) {
        int digest = image.indexOf('@');
        if (digest < 0) {
            return image;
        }
        int tag = image.lastIndexOf(':', digest);
        return tag > image.lastIndexOf('/', digest) ? image.substring(0, tag) + image.substring(digest) : image;
    }

    private static void add(List<String> parts, Optional<String> text) {
        add(parts, text.stream().toList());
    }

    private static void add(List<String> parts, Map<String, String> variables) {
        parts.add(Integer.toString(variables.size()));
        variables.forEach((name, value) -> parts.addAll(List.of(name, value)));
    }

    private static void add(List<String> parts, Collection<String> texts) {
        parts.add(Integer.toString(texts.size()));
        parts.addAll(texts);
    }

    /** Each part with its length before it, so that no two lists of parts give one text. */
    private static String hash(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(UTF_8);
                digest.update((bytes.length + ":").getBytes(UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
