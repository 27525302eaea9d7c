// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A reference to an image as it stands in a container's spec, such as {@code shop/pricing:dev}.
 *
 * <p>Source: {@code pkg/util/parsers/parsers.go} (ParseImageName).
 */
public record ImageReference(String text) {

    private static final String HUB = "docker.io/";
    private static final String HUB_LIBRARY = "docker.io/library/";
    private static final Pattern HOST = Pattern.compile("localhost|[^/]*[.:][^/]*");
    private static final Pattern REPOSITORY = Pattern.compile(
            "(?:[a-zA-Z0-9.-]+(?::[0-9]+)?/)?[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAIL =
            Pattern.compile("(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9+._-]+:[0-9a-fA-F]{32,})?");

    /** Says what is wrong with the reference, in the words of the container runtime. */
    public Optional<String> defect() {
        String repository = repository();
        if (REPOSITORY.matcher(repository).matches()
                && TAIL.matcher(text.substring(repository.length())).matches()) {
            return Optional.empty();
        }
        String plain = text.replaceFirst(":*$", "");
        String reason = plain.equals(plain.toLowerCase(java.util.Locale.ROOT))
                ? "invalid reference format"
                : "invalid reference format: repository name (%s) must be lowercase"
                        .formatted(plain.contains("/") ? plain : "library/" + plain);
        return Optional.of("Failed to apply default image tag \"%s\": couldn't parse image name \"%s\": %s"
                .formatted(text, text, reason));
    }

    /** Returns the reference with registry and tag spelled out, as the container runtime names it. */
    public String canonical() {
        String tagged = text.contains("@") || hasTag() ? text : text + ":latest";
        int slash = tagged.indexOf('/');
        if (slash < 0) {
            return HUB_LIBRARY + tagged;
        }
        return HOST.matcher(tagged.substring(0, slash)).matches() ? tagged : HUB + tagged;
    }

    /** Returns the ways in which people write this reference. */
    List<String> spellings() {
        String canonical = canonical();
        return Stream.of(
                        text,
                        canonical,
                        canonical.startsWith(HUB) ? canonical.substring(HUB.length()) : canonical,
                        canonical.startsWith(HUB_LIBRARY) ? canonical.substring(HUB_LIBRARY.length()) : canonical)
                .distinct()
                .toList();
    }

    /**
     * Returns the repository with a digest. An image of the catalogue has no bytes to digest, so that it stands for the
     * reference: equal for equal references, different for different ones.
     */
    public String imageId() {
        String canonical = canonical();
        int at = canonical.indexOf('@');
        if (at >= 0) {
            return canonical;
        }
        return new ImageReference(canonical).repository() + "@sha256:" + sha256(canonical);
    }

    private String repository() {
        String name = text.contains("@") ? text.substring(0, text.indexOf('@')) : text;
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        return colon < 0 ? name : name.substring(0, colon);
    }

    private boolean hasTag() {
        return text.indexOf(':', text.lastIndexOf('/') + 1) >= 0;
    }

    private static String sha256(String input) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(input.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
