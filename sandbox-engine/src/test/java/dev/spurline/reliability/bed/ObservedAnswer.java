// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a caller sees of an answer.
 *
 * @param status the status
 * @param headers the headers, but for the date
 * @param body the body
 */
public record ObservedAnswer(int status, Map<String, List<String>> headers, String body) {

    static ObservedAnswer of(HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.remove("date");
        return new ObservedAnswer(response.statusCode(), headers, response.body());
    }
}
