-- The same words, found in fewer steps: sealing, phrases and snippets spend most of their time here. Nothing that is stored changes; both functions give what
-- they gave (domain/search/words.test.ts and oracle.test.ts), so the indexes over them stay as they are.

-- Between most words stands one blank, which is what it becomes: only what is not that is replaced. Every replacement costs as much as reading some
-- hundred characters.
CREATE OR REPLACE FUNCTION search.fold(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE f text;
BEGIN
  IF octet_length(t) = length(t) THEN
    RETURN ' ' || btrim(regexp_replace(lower(t COLLATE "C"), ' *[^0-9a-z ][^0-9a-z]*| {2,}', ' ', 'g')) || ' ';
  END IF;
  f := lower(normalize(t, NFKC) COLLATE "und-x-icu");
  IF f ~ '[\u03C2\u00AD\u034F\u061C\u1C90-\u1CBF\u200D-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]' THEN
    -- Georgian capitals are spelled out: an older ICU does not know them.
    f := translate(f, U&'\03C2' || (SELECT string_agg(chr(i), '' ORDER BY i) FROM generate_series(7312, 7359) i WHERE i NOT IN (7355, 7356))
        || U&'\00AD\034F\061C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2061\2062\2063\2064\2065\2066\2067\2068\2069\206A\206B\206C\206D\206E\206F\FEFF',
      U&'\03C3' || (SELECT string_agg(chr(i - 3008), '' ORDER BY i) FROM generate_series(7312, 7359) i WHERE i NOT IN (7355, 7356)));
  END IF;
  IF f ~ '[\u0E00-\u0E2E\u0E30-\u0E4F\u0E50-\u0E59\u0E80-\u0EFF\u1000-\u109F\u1780-\u17FF\u3005-\u3007\u3021-\u302F\u3031-\u303C\u3040-\u30FA\u30FC-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF]' THEN
    f := regexp_replace(f, '([\u0E00-\u0E2E\u0E30-\u0E4F\u0E50-\u0E59\u0E80-\u0EFF\u1000-\u109F\u1780-\u17FF\u3005-\u3007\u3021-\u302F\u3031-\u303C\u3040-\u30FA\u30FC-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF])', ' \1 ', 'g');
  END IF;
  RETURN ' ' || btrim(regexp_replace(f,
    ' *[\u0001-\u001F\u0021-\u002F\u003A-\u0060\u007B-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u02C2-\u02C5\u02D2-\u02DF\u02E5-\u02EB\u0375\u037E\u0387\u055A-\u055F\u0589\u058A\u05BE\u05C0\u05C3\u05F3\u05F4\u060C\u061B\u061F\u066A-\u066D\u06D4\u0964\u0965\u0E2F\u0E5A\u0E5B\u1360-\u1368\u2000-\u206F\u20A0-\u20CF\u2190-\u2BFF\u2E00-\u2E7F\u3000-\u3004\u3008-\u3020\u3030\u303D-\u303F\u30FB\uE000-\uF8FF\uFE00-\uFE19\uFE30-\uFE6F\uFF00-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\uFFE0-\uFFFF\U0001F000-\U0001FAFF\U000E0000-\U000E01EF][\u0001-\u002F\u003A-\u0060\u007B-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u02C2-\u02C5\u02D2-\u02DF\u02E5-\u02EB\u0375\u037E\u0387\u055A-\u055F\u0589\u058A\u05BE\u05C0\u05C3\u05F3\u05F4\u060C\u061B\u061F\u066A-\u066D\u06D4\u0964\u0965\u0E2F\u0E5A\u0E5B\u1360-\u1368\u2000-\u206F\u20A0-\u20CF\u2190-\u2BFF\u2E00-\u2E7F\u3000-\u3004\u3008-\u3020\u3030\u303D-\u303F\u30FB\uE000-\uF8FF\uFE00-\uFE19\uFE30-\uFE6F\uFF00-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\uFFE0-\uFFFF\U0001F000-\U0001FAFF\U000E0000-\U000E01EF]*| {2,}',
    ' ', 'g')) || ' ';
END $$;

-- The words of all turns, each at most 64 characters (a longer one is decided on the text). A vector is made of the words as they come: it sorts them and drops
-- the second of two equal ones itself.
CREATE OR REPLACE FUNCTION search.words(turns jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT array_to_tsvector(CASE WHEN y.f ~ '[^ ]{65}' THEN ARRAY(SELECT left(w, 64) FROM unnest(y.w) w) ELSE y.w END) FROM (
    SELECT x.f, array_remove(string_to_array(x.f, ' '), '') AS w FROM (
      SELECT coalesce(string_agg(search.fold(e->>'text'), ''), '') AS f FROM jsonb_array_elements(turns) e) x) y $$;
