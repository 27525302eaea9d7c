// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;

/** What came back: a status and a body, which is a text node if it is not JSON. */
record Answer(int status, JsonNode body) {}
