// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tells whether an object that is there already is the one that was sent. The answer to a create may be lost on its way; sent
 * again, the server says that the object exists, which is as good if it is ours, and a reason to stop if it is not.
 */
public final class ObjectFingerprint {

    /**
     * The annotation with the hash of an object as it was before this annotation was put in; before the owners
     * of a sandbox's object were, too, which {@link #same} compares by themselves.
     */
    static final String ANNOTATION = "spurline.dev/fingerprint";

    private ObjectFingerprint() {}

    /** Puts the hash of an object into its annotations. */
    public static void mark(HasMetadata object) {
        mark(object, JsonTrees.tree(object));
    }

    /** Puts the hash of a tree, which is used up, into the annotations of the object that was made of it. */
    public static void mark(HasMetadata object, JsonNode sent) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        annotations.put(ANNOTATION, hash(sent));
        object.getMetadata().setAnnotations(annotations);
    }

    private static String hash(JsonNode sent) {
        JsonNode tree = ((ObjectNode) sent).without("status");
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(tree.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    /** Returns whether the labels, the hash and the owners of an object that is there are those of one that was sent. */
    public static boolean same(HasMetadata sent, HasMetadata there) {
        return List.of(SpurlineLabels.SANDBOX, SpurlineLabels.ENGINE, SpurlineLabels.MANAGED_BY).stream()
                        .allMatch(label -> SpurlineLabels.on(sent, label).equals(SpurlineLabels.on(there, label)))
                && Objects.equals(annotation(sent), annotation(there))
                && uids(sent).equals(uids(there));
    }

    private static String annotation(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(ANNOTATION, "");
    }

    private static List<String> uids(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getUid)
                .toList();
    }
}
