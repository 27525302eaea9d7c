// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodContainer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Writes the variables that {@code TELL} names to its log, in all the ways in which programs do so without being asked. */
final class TalkativeProgram {

    private TalkativeProgram() {}

    /** Returns a program that does so before it starts. */
    static Images.Program before(Images.Program program) {
        return container -> {
            for (String name : container.env().getOrDefault("TELL", "").split(",", -1)) {
                tell(name, container);
            }
            return program.start(container);
        };
    }

    private static void tell(String name, PodContainer container) {
        String value = container.env().getOrDefault(name, "");
        value.lines().forEach(line -> container.log("plain: " + line));
        forms(value).forEach(form -> container.log("a form of " + name + " is " + form));
    }

    /** Returns a secret as it stands in headers, addresses and documents. */
    static List<String> forms(String value) {
        return List.of(
                base64(value),
                base64("shop:" + value),
                base64("a:" + value),
                base64("ab:" + value),
                base64(value).replace("=", ""),
                "https://host/?a=%s&b=1".formatted(URLEncoder.encode(value, StandardCharsets.UTF_8)),
                URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"),
                json(value),
                json(json(value)));
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(String text) {
        return "\"%s\""
                .formatted(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    }
}
