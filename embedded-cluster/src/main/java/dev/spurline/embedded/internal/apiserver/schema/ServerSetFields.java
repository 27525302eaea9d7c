// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What the server itself writes into a new or changed object, beyond defaults. */
public final class ServerSetFields {

    private static final String JOB_UID = "batch.kubernetes.io/controller-uid";
    private static final String JOB_NAME = "batch.kubernetes.io/job-name";

    private ServerSetFields() {}

    /**
     * Completes a new object in place; its name and uid are set.
     *
     * @param labelled whether its labels are its writer's, not those of its template
     */
    public static void completeNew(ObjectNode object, Kind kind, boolean labelled) {
        if (kind.is("batch", "Job")) {
            selectOwnPods(object, labelled);
        } else if (kind.is("", "Service")) {
            setIpFamilies(object);
        }
    }

    /** Turns what is only written into what is stored, in place. */
    public static void completeAny(ObjectNode object, Kind kind) {
        if (kind.is("", "Secret") && object.remove("stringData") instanceof ObjectNode texts) {
            ObjectNode data = object.withObject("/data");
            texts.properties()
                    .forEach(text ->
                            data.set(text.getKey(), encoded(text.getValue().asText())));
        }
    }

    private static TextNode encoded(String text) {
        return TextNode.valueOf(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void selectOwnPods(ObjectNode job, boolean labelled) {
        ObjectNode spec = job.withObject("/spec");
        if (spec.path("manualSelector").asBoolean()) {
            return;
        }
        String name = job.path("metadata").path("name").asText();
        String uid = job.path("metadata").path("uid").asText();
        ObjectNode labels = spec.withObject("/template").withObject("/metadata").withObject("/labels");
        // What is there already stays, and is refused if it is another Job's.
        for (String label : List.of(JOB_UID, "controller-uid")) {
            labels.putIfAbsent(label, TextNode.valueOf(uid));
        }
        for (String label : List.of(JOB_NAME, "job-name")) {
            labels.putIfAbsent(label, TextNode.valueOf(name));
        }
        if (!labelled) {
            job.withObject("/metadata").set("labels", labels.deepCopy());
        }
        spec.withObject("/selector").withObject("/matchLabels").put(JOB_UID, uid);
    }

    /** Gives a Service with a cluster IP the family of its addresses. */
    public static void setIpFamilies(ObjectNode service) {
        ObjectNode spec = service.withObject("/spec");
        if (!spec.path("type").asText().equals("ExternalName")
                && spec.path("ipFamilies").isEmpty()) {
            spec.putArray("ipFamilies").add("IPv4");
            spec.put("ipFamilyPolicy", "SingleStack");
        }
    }
}
