// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Locale;

/** Values without parts: whether they fit their type, how they are written, which of them is zero. */
public final class ScalarValues {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ScalarValues() {}

    /** Returns the value as the server writes it. */
    static JsonNode canonical(JsonNode value, FieldType.Scalar type, String where) {
        return switch (type) {
            case ANY -> value;
            case STRING, DURATION -> fitting(value.isTextual(), value, where, "string");
            case BOOL -> fitting(value.isBoolean(), value, where, "bool");
            case INT32 -> integer(value, where, "int32", Integer.MAX_VALUE);
            case INT64 -> integer(value, where, "int64", Long.MAX_VALUE);
            case DOUBLE -> fitting(value.isNumber(), value, where, "float64");
            case BYTES -> bytes(value, where);
            case TIME -> time(value, where, SECONDS);
            case MICRO_TIME -> time(value, where, MICROS);
            case QUANTITY -> quantity(value);
            case INT_OR_STRING -> value.isTextual() ? value : integer(value, where, "int32", Integer.MAX_VALUE);
        };
    }

    public static boolean isZero(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || (value.isTextual() && value.textValue().isEmpty())
                || (value.isNumber() && value.decimalValue().signum() == 0)
                || (value.isBoolean() && !value.booleanValue())
                || (value.isArray() && value.isEmpty());
    }

    static JsonNode zero(FieldType.Scalar type) {
        return switch (type) {
            case STRING, DURATION -> TextNode.valueOf("");
            case QUANTITY -> TextNode.valueOf("0");
            case BOOL -> BooleanNode.FALSE;
            case INT32, INT64, DOUBLE, INT_OR_STRING -> IntNode.valueOf(0);
            case ANY, BYTES, TIME, MICRO_TIME -> NullNode.instance;
        };
    }

    private static JsonNode integer(JsonNode value, String where, String goType, long highest) {
        if (!value.isNumber()) {
            throw misfit(value, where, goType);
        }
        boolean fits = value.isIntegralNumber() && value.canConvertToLong() && Math.abs(value.longValue()) <= highest;
        if (!fits) {
            throw new MalformedException("json: cannot unmarshal number " + value.asText() + " into Go struct field "
                    + where + " of type " + goType);
        }
        long number = value.longValue();
        return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
    }

    private static JsonNode bytes(JsonNode value, String where) {
        if (!value.isTextual()) {
            throw misfit(value, where, "[]uint8");
        }
        try {
            Base64.getDecoder().decode(value.textValue());
            return value;
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedException("illegal base64 data at input byte " + firstIllegal(value.textValue()));
        }
    }

    private static int firstIllegal(String text) {
        int at = 0;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+/".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at == text.length() ? text.length() / 4 * 4 : at;
    }

    private static JsonNode time(JsonNode value, String where, DateTimeFormatter format) {
        if (!value.isTextual()) {
            throw misfit(value, where, "string");
        }
        try {
            Instant instant = OffsetDateTime.parse(value.textValue()).toInstant();
            return TextNode.valueOf(format.format(instant));
        } catch (DateTimeParseException wrong) {
            throw new MalformedException("parsing time \"" + value.textValue()
                    + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"" + value.textValue() + "\" as \"2006\"");
        }
    }

    private static JsonNode quantity(JsonNode value) {
        String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
        Quantity quantity = Quantity.parse(text).orElseThrow(() -> new MalformedException(Quantity.MALFORMED));
        return TextNode.valueOf(quantity.toString());
    }

    private static JsonNode fitting(boolean fits, JsonNode value, String where, String goType) {
        if (!fits) {
            throw misfit(value, where, goType);
        }
        return value;
    }

    static MalformedException misfit(JsonNode value, String where, String goType) {
        return new MalformedException(
                "json: cannot unmarshal " + goName(value) + " into Go struct field " + where + " of type " + goType);
    }

    private static String goName(JsonNode value) {
        return value.isBoolean() ? "bool" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
