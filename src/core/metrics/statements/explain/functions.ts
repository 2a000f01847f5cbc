/**
 * Functions of the servers that only reckon. EXPLAIN may call a function whose arguments are constant, so that none may wait,
 * lock, read a file or change anything; what stands in a schema is not among these, whatever its name.
 */
export const reckoning: ReadonlySet<string> = new Set(
  `abs acos aes_decrypt aes_encrypt adddate addtime any_value ascii asin atan atan2 avg bin bin_to_uuid bit_and bit_count
  bit_length bit_or bit_xor cast ceil ceiling char character_length char_length chr coalesce collation compress concat
  concat_ws connection_id conv convert convert_tz cos cot count crc32 crc32c cume_dist curdate current_date current_role
  current_time current_timestamp current_user curtime database date date_add date_format date_sub datediff day dayname
  dayofmonth dayofweek dayofyear decode default degrees dense_rank elt encode exp export_set extract extractvalue field
  find_in_set first_value floor format format_bytes format_pico_time found_rows from_base64 from_days from_unixtime
  geometrycollection get_format glength greatest group_concat grouping hex hour if ifnull inet6_aton inet6_ntoa inet_aton
  inet_ntoa insert instr interval is_ipv4 is_ipv4_compat is_ipv4_mapped is_ipv6 is_uuid isnull json_array
  json_array_append json_array_insert json_arrayagg json_compact json_contains json_contains_path json_depth json_detailed
  json_equals json_exists json_extract json_insert json_keys json_length json_loose json_merge json_merge_patch
  json_merge_preserve json_normalize json_object json_objectagg json_overlaps json_pretty json_query json_quote
  json_remove json_replace json_schema_valid json_search json_set json_storage_size json_type json_unquote json_valid
  json_value lag last_day last_insert_id last_value lcase lead least left length lengthb linestring ln localtime
  localtimestamp locate log log10 log2 lower lpad ltrim make_set makedate maketime match max mbrcontains mbrcovers
  mbrintersects mbrwithin md5 median microsecond mid min minute mod month monthname multilinestring multipoint multipolygon
  name_const natural_sort_key now nth_value ntile nullif nvl nvl2 oct octet_length old_password ord percent_rank
  percentile_cont percentile_disc period_add period_diff pi point polygon position pow power quarter quote radians rand
  random_bytes rank regexp_instr regexp_like regexp_replace regexp_substr repeat replace reverse right round row_count
  row_number rpad rtrim schema sec_to_time second session_user sformat sha sha1 sha2 sign sin soundex space sqrt
  st_area st_asgeojson st_astext st_aswkb st_buffer st_centroid st_contains st_crosses st_difference st_dimension st_disjoint
  st_distance st_distance_sphere st_envelope st_equals st_geohash st_geomfromgeojson st_geomfromtext st_geomfromwkb
  st_intersection st_intersects st_isempty st_isvalid st_latitude st_length st_longitude st_makeenvelope st_numpoints
  st_overlaps st_pointfromgeohash st_pointfromtext st_srid st_touches st_transform st_union st_within st_x st_y
  statement_digest statement_digest_text std stddev stddev_pop stddev_samp str_to_date strcmp subdate substr substring
  substring_index subtime sum sysdate system_user tan time time_format time_to_sec timediff timestamp timestampadd
  timestampdiff to_base64 to_char to_days to_seconds trim trunc truncate ucase uncompress uncompressed_length unhex
  unix_timestamp updatexml upper user utc_date utc_time utc_timestamp uuid uuid_short uuid_to_bin validate_password_strength
  values value var_pop var_samp variance version week weekday weekofyear weight_string year yearweek`
    .trim()
    .split(/\s+/),
);

/** Where a word stands before a bracket, these would do something, wherever a server makes them words of its language. */
export const doing: ReadonlySet<string> = new Set(
  `benchmark get_lock is_free_lock is_used_lock lastval load_file master_gtid_wait master_pos_wait nextval ps_current_thread_id
  release_all_locks release_lock setval sleep source_pos_wait wait_for_executed_gtid_set procedure`
    .trim()
    .split(/\s+/),
);

/** Whose values must be numbers, written as such: lengths of types, digits of a second, places in a window. */
export const ofNumbers: ReadonlySet<string> = new Set(
  `binary char character datetime dec decimal fixed float double nchar numeric time varbinary varchar vector
  now sysdate curtime current_time current_timestamp localtime localtimestamp utc_time utc_timestamp
  lag lead ntile nth_value`
    .trim()
    .split(/\s+/),
);

/** How many arguments functions take at least: of values in a row a server keeps that they were several. */
export const takes: ReadonlyMap<string, number> = new Map(
  Object.entries({
    2: `date_format datediff find_in_set greatest ifnull instr json_extract json_value least
      left locate mod nullif nvl pow power regexp_instr regexp_like regexp_substr repeat right str_to_date strcmp substr
      substring timediff time_format truncate`,
    3: 'convert_tz if lpad mid nvl2 regexp_replace replace rpad substring_index timestampadd timestampdiff',
    4: 'insert',
  }).flatMap(([count, names]) => names.split(/\s+/).map((name) => [name, Number(count)] as const)),
);
